import type { Ink, Shape } from './canvas.ts';

const bean = (x: number, y: number, turn: number, colour: string, line: string): string =>
  `<g transform="translate(${x} ${y}) rotate(${turn})"><ellipse rx="13" ry="18" fill="${colour}"/><path d="M0-17c-8 9 8 22 0 34" fill="none" stroke="${line}" stroke-width="3"/></g>`;

const steam = (x: number, y: number): string =>
  `<path d="M${x} ${y}c-12-16 12-26 0-44M${x + 26} ${y}c-12-16 12-26 0-44" fill="none" stroke="#fff" stroke-opacity=".85" stroke-width="6" stroke-linecap="round"/>`;

const bag: Shape = ({ main, dark, light, accent, accentDark }) => `
<path d="M128 104h144l16 216q1 14-13 14H125q-14 0-13-14z" fill="${main}"/>
<path d="M272 104l16 216q1 14-13 14h-26l-8-230z" fill="${dark}"/>
<path d="M126 72h148v36H126z" fill="${light}"/><path d="M126 96h148v12H126z" fill="${dark}"/>
<rect x="144" y="158" width="102" height="118" rx="6" fill="#fffaf1"/>
${bean(182, 196, -24, accent, accentDark)}${bean(212, 204, 22, accentDark, accent)}
<path d="M160 240h70M168 254h54" stroke="${accent}" stroke-width="6" stroke-linecap="round"/>`;

const mug: Shape = ({ main, dark, light, accent }) => `${steam(176, 138)}
<path d="M270 196c62-10 62 88-6 84" fill="none" stroke="${dark}" stroke-width="20"/>
<path d="M118 166h158v120q0 46-46 46h-66q-46 0-46-46z" fill="${main}"/>
<path d="M236 166h40v120q0 46-46 46h-24q30-6 30-46z" fill="${dark}"/>
<ellipse cx="197" cy="166" rx="79" ry="15" fill="${light}"/><ellipse cx="197" cy="168" rx="66" ry="10" fill="#5b3a29"/>
<path d="M118 226q40 18 79 0t79 0v18q-40 18-79 0t-79 0z" fill="${accent}"/>`;

const press: Shape = ({ main, dark, accent, accentDark }) => `
<path d="M258 160h22q22 0 22 24v72q0 24-22 24h-22" fill="none" stroke="${main}" stroke-width="14"/>
<rect x="196" y="62" width="8" height="70" fill="${dark}"/><circle cx="200" cy="60" r="14" fill="${main}"/>
<rect x="136" y="122" width="128" height="206" rx="12" fill="#e9f3f6"/>
<path d="M142 206h116v108q0 8-8 8H150q-8 0-8-8z" fill="${accent}"/><path d="M228 206h30v108q0 8-8 8h-22z" fill="${accentDark}"/>
<rect x="128" y="114" width="144" height="24" rx="10" fill="${main}"/>
<path d="M130 176h140M130 292h140" stroke="${dark}" stroke-width="9"/><rect x="142" y="196" width="116" height="12" fill="#b9c6cb"/>
<path d="M156 150v150" stroke="#fff" stroke-opacity=".7" stroke-width="8" stroke-linecap="round"/>`;

const kettle: Shape = ({ main, dark, light, accent }) => `
<path d="M262 268q46 0 56-60t30-62" fill="none" stroke="${main}" stroke-width="14" stroke-linecap="round"/>
<path d="M140 190q-74-10-66 62 4 34 40 40" fill="none" stroke="${accent}" stroke-width="18" stroke-linecap="round"/>
<path d="M148 172h104l22 140q2 18-16 18H142q-18 0-16-18z" fill="${main}"/>
<path d="M226 172h26l22 140q2 18-16 18h-40z" fill="${dark}"/>
<path d="M146 172q4-26 54-26t54 26z" fill="${light}"/><rect x="190" y="124" width="20" height="24" rx="8" fill="${accent}"/>
<path d="M160 196l-12 104" stroke="#fff" stroke-opacity=".45" stroke-width="9" stroke-linecap="round"/>`;

const dripper: Shape = ({ main, dark, light, accent }) => `
<path d="M140 250h120l20 66q4 14-12 14H132q-16 0-12-14z" fill="#e6f1f4"/><path d="M128 290h144l8 26q4 14-12 14H132q-16 0-12-14z" fill="#6b4431"/>
<path d="M124 100h152l-52 118h-48z" fill="${main}"/><path d="M232 100h44l-52 118h-22z" fill="${dark}"/>
<path d="M114 88h172v16H114z" fill="${light}"/><path d="M138 68h124l-16 34h-92z" fill="#fdf6e9"/>
<rect x="128" y="218" width="144" height="18" rx="9" fill="${accent}"/><path d="M162 236h76l8 16h-92z" fill="#d6e4e8"/>
<path d="M272 130q46 0 30 40-10 20-46 18" fill="none" stroke="${dark}" stroke-width="12"/>`;

const moka: Shape = ({ main, dark, light, accent }) => `
<path d="M262 128h50l-8 76" fill="none" stroke="${accent}" stroke-width="18" stroke-linejoin="round" stroke-linecap="round"/>
<path d="M142 110h116l-14 92h-88z" fill="${main}"/><path d="M226 110h32l-14 92h-26z" fill="${dark}"/><path d="M142 110l-26 18 30 14z" fill="${dark}"/>
<path d="M146 110l54-34 54 34z" fill="${light}"/><circle cx="200" cy="68" r="12" fill="${accent}"/>
<rect x="150" y="202" width="100" height="16" fill="${dark}"/><path d="M154 218h92l22 112H132z" fill="${main}"/><path d="M222 218h24l22 112h-36z" fill="${dark}"/>
<circle cx="176" cy="248" r="7" fill="${dark}"/><path d="M164 124l8 66" stroke="#fff" stroke-opacity=".5" stroke-width="9" stroke-linecap="round"/>`;

const grinder: Shape = ({ main, dark, light, accent }) => `
<path d="M200 96V72h78" fill="none" stroke="${dark}" stroke-width="10" stroke-linecap="round"/><rect x="262" y="50" width="28" height="30" rx="10" fill="${accent}"/>
<path d="M142 134q0-40 58-40t58 40z" fill="${light}"/><rect x="136" y="132" width="128" height="20" rx="8" fill="${dark}"/>
<path d="M144 152h112v162q0 16-16 16h-80q-16 0-16-16z" fill="${main}"/><path d="M224 152h32v162q0 16-16 16h-28q12-4 12-16z" fill="${dark}"/>
<rect x="144" y="230" width="112" height="52" fill="${accent}"/><circle cx="200" cy="256" r="9" fill="#fff3df"/>`;

const carafe: Shape = ({ main, accent, accentDark }) => `
<path d="M164 70h72l-6 84q70 40 70 110 0 66-56 66h-88q-56 0-56-66 0-70 70-110z" fill="#e3f0f3"/>
<path d="M108 240h184q8 24 8 30 0 60-56 60h-88q-56 0-56-60 0-6 8-30z" fill="${accent}"/><path d="M262 240h30q8 24 8 30 0 60-56 60h-20q44-10 38-90z" fill="${accentDark}"/>
<path d="M160 140h80v32h-80z" fill="${main}"/><circle cx="200" cy="156" r="8" fill="#fffaf1"/><path d="M156 66h88" stroke="#c7dce2" stroke-width="10" stroke-linecap="round"/>
<path d="M132 230q8-30 36-46" stroke="#fff" stroke-width="9" stroke-linecap="round" fill="none"/>`;

const board: Shape = ({ main, dark, light, accent }) => `
<rect x="96" y="116" width="208" height="214" rx="26" fill="${main}"/><path d="M268 116h10q26 0 26 26v162q0 26-26 26h-10z" fill="${dark}"/>
<rect x="172" y="62" width="56" height="66" rx="22" fill="${main}"/><circle cx="200" cy="88" r="12" fill="${dark}"/>
<path d="M118 160h138M118 200h120M118 284h138" stroke="${light}" stroke-width="6" stroke-linecap="round"/>
<path d="M150 236q24-36 60-8 26 20 52 4-10 44-56 40-46-2-56-36z" fill="${accent}"/>`;

const knife: Shape = ({ main, dark, accent, accentDark }) => `<g transform="rotate(38 200 200)">
<path d="M176 40q60 30 54 178h-54z" fill="#dfe7ec"/><path d="M176 40q18 90 18 178h-18z" fill="#bccad3"/>
<rect x="170" y="216" width="62" height="18" rx="5" fill="${accent}"/><path d="M176 234h50l6 104q1 20-26 20t-28-20z" fill="${main}"/><path d="M208 234h18l6 104q1 20-26 20 8-40 2-124z" fill="${dark}"/>
<circle cx="200" cy="264" r="6" fill="${accentDark}"/><circle cx="202" cy="312" r="6" fill="${accentDark}"/></g>`;

const pan: Shape = ({ main, dark, light, accent }) => `
<path d="M262 262l104-34" stroke="${accent}" stroke-width="22" stroke-linecap="round"/>
<ellipse cx="178" cy="252" rx="136" ry="62" fill="${dark}"/><path d="M42 246q0 84 136 84t136-84z" fill="${main}"/>
<ellipse cx="178" cy="246" rx="136" ry="54" fill="${light}"/><ellipse cx="178" cy="250" rx="118" ry="42" fill="${dark}"/>
<path d="M120 250q6-34 54-30 60 4 50 32-8 26-56 22-46-2-48-24z" fill="#fff8ea"/><circle cx="176" cy="246" r="17" fill="#f3b13b"/>`;

const pot: Shape = ({ main, dark, light, accent }) => `
<path d="M96 214H72q-16 0-16 18t16 18h28M304 214h24q16 0 16 18t-16 18h-28" fill="none" stroke="${dark}" stroke-width="16"/>
<path d="M92 178h216v112q0 40-40 40H132q-40 0-40-40z" fill="${main}"/><path d="M262 178h46v112q0 40-40 40h-30q24-8 24-40z" fill="${dark}"/>
<path d="M86 178q10-52 114-52t114 52z" fill="${light}"/><rect x="82" y="168" width="236" height="18" rx="9" fill="${dark}"/>
<rect x="176" y="96" width="48" height="20" rx="10" fill="${accent}"/><path d="M190 114h20v16h-20z" fill="${accent}"/><path d="M116 206v78" stroke="#fff" stroke-opacity=".4" stroke-width="11" stroke-linecap="round"/>`;

const bowl: Shape = ({ main, dark, light, accent }) => `
<path d="M70 196h260q0 134-100 134h-60Q70 330 70 196z" fill="${main}"/><path d="M268 196h62q0 134-100 134h-24q62-24 62-134z" fill="${dark}"/>
<ellipse cx="200" cy="196" rx="130" ry="32" fill="${light}"/><ellipse cx="200" cy="200" rx="112" ry="23" fill="${dark}"/>
<circle cx="160" cy="180" r="26" fill="${accent}"/><circle cx="212" cy="170" r="30" fill="#e8a33d"/><circle cx="254" cy="184" r="22" fill="${accent}"/>
<path d="M212 142q4-18 20-20" stroke="#4f7a44" stroke-width="6" fill="none" stroke-linecap="round"/><path d="M90 250q110 34 214-4" stroke="${light}" stroke-width="7" fill="none"/>`;

const plate: Shape = ({ main, dark, light, accent }) => `
<ellipse cx="200" cy="316" rx="128" ry="16" fill="${dark}"/><ellipse cx="200" cy="308" rx="128" ry="16" fill="${main}"/><ellipse cx="200" cy="296" rx="128" ry="16" fill="${dark}"/>
<circle cx="200" cy="182" r="122" fill="${main}"/><path d="M286 96a122 122 0 0 1-172 172 122 122 0 0 0 172-172z" fill="${dark}" opacity=".55"/>
<circle cx="200" cy="182" r="84" fill="${light}"/><circle cx="200" cy="182" r="104" fill="none" stroke="${accent}" stroke-width="6"/>
<path d="M200 142c30 20 30 60 0 82-30-22-30-62 0-82z" fill="${accent}"/><path d="M200 150v66" stroke="${light}" stroke-width="4"/>`;

const jar: Shape = ({ main, dark, accent, accentDark }) => `
<rect x="130" y="136" width="140" height="194" rx="26" fill="#e6f1f0"/><path d="M138 196h124v108q0 18-18 18h-88q-18 0-18-18z" fill="${main}"/><path d="M232 196h30v108q0 18-18 18h-24q12-6 12-18z" fill="${dark}"/>
<rect x="140" y="82" width="120" height="58" rx="10" fill="${accent}"/><path d="M140 116h120v24H140z" fill="${accentDark}"/>
<rect x="158" y="220" width="84" height="58" rx="6" fill="#fffaf1"/><path d="M172 240h56M180 258h40" stroke="${accent}" stroke-width="6" stroke-linecap="round"/><path d="M148 160v140" stroke="#fff" stroke-opacity=".7" stroke-width="8" stroke-linecap="round"/>`;

const towel: Shape = ({ main, dark, light, accent }) => `
<rect x="70" y="82" width="260" height="16" rx="8" fill="#b08b62"/>
<path d="M112 78h176v232q-44 26-88 0t-88 0z" fill="${main}"/><path d="M240 78h48v232q-24 14-48 12z" fill="${dark}"/>
<path d="M112 238h176v14H112zM112 264h176v26H112z" fill="${accent}"/><path d="M136 110v108M168 110v108M200 110v108" stroke="${light}" stroke-width="5" stroke-dasharray="14 12"/>`;

const apron: Shape = ({ main, dark, light, accent }) => `
<path d="M156 108q0-60 44-60t44 60" fill="none" stroke="${accent}" stroke-width="9"/><path d="M110 208q-40 20-56 4M290 208q40 20 56 4" fill="none" stroke="${accent}" stroke-width="9" stroke-linecap="round"/>
<path d="M152 100h96q4 56 52 92v122q0 14-14 14H114q-14 0-14-14V192q48-36 52-92z" fill="${main}"/><path d="M228 100h20q4 56 52 92v122q0 14-14 14h-34q-6-130-24-228z" fill="${dark}"/>
<path d="M144 222h112v52q0 20-20 20h-72q-20 0-20-20z" fill="${light}"/><path d="M200 222v72" stroke="${main}" stroke-width="4"/><path d="M164 118h72" stroke="${light}" stroke-width="6" stroke-linecap="round"/>`;

const candle: Shape = ({ main, dark, accent }) => `
<path d="M200 74c30 32 22 58 0 62-22-4-30-30 0-62z" fill="#f5b53f"/><path d="M200 100c14 16 10 30 0 32-10-2-14-16 0-32z" fill="#fff1c9"/><path d="M200 132v30" stroke="#5d4a3a" stroke-width="6"/>
<path d="M118 158h164v150q0 22-22 22H140q-22 0-22-22z" fill="${main}"/><path d="M242 158h40v150q0 22-22 22h-38q20-4 20-22z" fill="${dark}"/><ellipse cx="200" cy="158" rx="82" ry="16" fill="#fff6e6"/>
<rect x="146" y="208" width="108" height="74" rx="6" fill="#fffaf1"/><path d="M166 232h68M176 252h48" stroke="${accent}" stroke-width="7" stroke-linecap="round"/>`;

const vase: Shape = ({ main, dark, light, accent }) => `
<path d="M200 150C196 100 180 84 160 62M202 150c2-50 18-78 44-94M201 150V52" stroke="#5f7d4f" stroke-width="6" fill="none"/>
<circle cx="156" cy="60" r="20" fill="${accent}"/><circle cx="250" cy="56" r="17" fill="${accent}"/><circle cx="200" cy="46" r="22" fill="#f3c15c"/><path d="M188 116q-34-4-40-26 34-4 40 26zM214 122q34-2 42-24-36-4-42 24z" fill="#7d9c63"/>
<path d="M168 142h64q-6 34 24 68 26 34 4 92-8 28-34 28h-52q-26 0-34-28-22-58 4-92 30-34 24-68z" fill="${main}"/><path d="M214 142h18q-6 34 24 68 26 34 4 92-8 28-34 28h-18q46-80 6-188z" fill="${dark}"/><path d="M164 232q-18 30-8 62" stroke="${light}" stroke-width="9" fill="none" stroke-linecap="round"/>`;

const teapot: Shape = ({ main, dark, light, accent }) => `
<path d="M286 220q34 0 44-46 4-18 26-14-14 94-74 106" fill="${dark}"/><path d="M112 196q-70-10-66 50 4 52 78 50" fill="none" stroke="${dark}" stroke-width="18"/>
<path d="M200 150q106 0 106 96 0 84-70 84h-72q-70 0-70-84 0-96 106-96z" fill="${main}"/><path d="M230 154q76 16 76 92 0 84-70 84h-24q70-70 18-176z" fill="${dark}"/>
<path d="M146 164q10-34 54-34t54 34q-54 18-108 0z" fill="${light}"/><circle cx="200" cy="120" r="15" fill="${accent}"/><path d="M122 234q4-36 34-50" stroke="#fff" stroke-opacity=".55" stroke-width="10" fill="none" stroke-linecap="round"/>`;

const spoons: Shape = ({ main, dark, accent, accentDark }) => {
  const spoon = (x: number, turn: number, fill: string): string =>
    `<g transform="rotate(${turn} 200 330)"><rect x="${x - 8}" y="150" width="16" height="182" rx="8" fill="${fill}"/><ellipse cx="${x}" cy="112" rx="34" ry="48" fill="${fill}"/></g>`;
  return `${spoon(200, -24, accent)}${spoon(200, 24, accentDark)}${spoon(200, 0, main)}<ellipse cx="194" cy="112" rx="18" ry="32" fill="${dark}"/><path d="M150 262h100v52q0 18-18 18h-64q-18 0-18-18z" fill="${dark}"/>`;
};

const tin: Shape = ({ main, dark, light, accent }) => `
<path d="M104 150h192v156q0 24-24 24H128q-24 0-24-24z" fill="${main}"/><path d="M250 150h46v156q0 24-24 24h-44q22-4 22-24z" fill="${dark}"/>
<ellipse cx="200" cy="150" rx="96" ry="20" fill="${dark}"/><ellipse cx="200" cy="140" rx="100" ry="22" fill="${light}"/><ellipse cx="200" cy="134" rx="18" ry="8" fill="${accent}"/>
<path d="M104 206q48 20 96 20t96-20v62q-48 20-96 20t-96-20z" fill="${accent}"/><path d="M150 250h84" stroke="#fffaf1" stroke-width="8" stroke-linecap="round"/>`;

const card: Shape = ({ main, dark, light, accent }) => `<g transform="rotate(-7 200 200)">
<rect x="70" y="120" width="260" height="168" rx="18" fill="${main}"/><path d="M70 232h260v38q0 18-18 18H88q-18 0-18-18z" fill="${dark}"/>
<path d="M200 120v168" stroke="${accent}" stroke-width="16"/><path d="M70 190h260" stroke="${accent}" stroke-width="16"/>
<path d="M200 190c-60-8-70-66-34-66 26 0 34 44 34 66 0-22 8-66 34-66 36 0 26 58-34 66z" fill="${accent}"/><circle cx="200" cy="190" r="13" fill="${light}"/></g>`;

/** Things of a kitchen, by the name that a product list uses. */
export const kitchenShapes = {
  bag,
  mug,
  press,
  kettle,
  dripper,
  moka,
  grinder,
  carafe,
  board,
  knife,
  pan,
  pot,
  bowl,
  plate,
  jar,
  towel,
  apron,
  candle,
  vase,
  teapot,
  spoons,
  tin,
  card,
} satisfies Record<string, (ink: Ink) => string>;
