import type { Ink, Shape } from './canvas.ts';

const shirt: Shape = ({ main, dark, light, accent }) => `
<path d="M148 84q52 34 104 0l70 38-26 66-34-14v146q0 10-10 10H148q-10 0-10-10V174l-34 14-26-66z" fill="${main}"/>
<path d="M262 174v146q0 10-10 10h-34q24-80 14-234l20-12 70 38-26 66z" fill="${dark}"/><path d="M148 84q52 34 104 0l-8-5q-44 24-88 0z" fill="${light}"/>
<path d="M160 232l28-44 18 26 14-18 26 36z" fill="${accent}"/><circle cx="232" cy="186" r="9" fill="${accent}"/>`;

const hoodie: Shape = ({ main, dark, light, accent }) => `
<path d="M150 96q-8-48 50-48t50 48l60 32 22 148-42 10-18-90v128q0 8-8 8H136q-8 0-8-8V196l-18 90-42-10 22-148z" fill="${main}"/>
<path d="M250 96l60 32 22 148-42 10-18-90v128q0 8-8 8h-40q30-110 16-236z" fill="${dark}"/>
<path d="M156 98q-2-36 44-36t44 36q-10 34-44 34t-44-34z" fill="${light}"/><path d="M168 100q0-24 32-24t32 24q-8 20-32 20t-32-20z" fill="${dark}"/>
<path d="M186 124v52M214 124v52" stroke="${accent}" stroke-width="5" stroke-linecap="round"/><path d="M150 268l18-42h64l18 42v22H150z" fill="${light}"/>`;

const jacket: Shape = ({ main, dark, light, accent }) => `
<path d="M152 78h96l62 38 22 160-42 10-18-84v122q0 8-8 8H136q-8 0-8-8V202l-18 84-42-10 22-160z" fill="${main}"/>
<path d="M200 78h48l62 38 22 160-42 10-18-84v122q0 8-8 8h-64z" fill="${dark}"/><path d="M150 80l50 30 50-30-8-22q-42-14-84 0z" fill="${light}"/>
<path d="M200 110v220" stroke="${accent}" stroke-width="7"/><path d="M128 206h144v26H128z" fill="${accent}"/><path d="M146 262h34M220 262h34" stroke="${light}" stroke-width="8" stroke-linecap="round"/>`;

const cap: Shape = ({ main, dark, light, accent }) => `
<path d="M82 262q0-134 118-134 108 0 114 134z" fill="${main}"/><path d="M226 130q84 14 88 132h-66q10-80-22-132z" fill="${dark}"/>
<path d="M190 254q100-26 172 20 12 14-10 22-90-24-170-10z" fill="${accent}"/><path d="M82 258h232v18H82z" fill="${dark}"/><circle cx="200" cy="128" r="9" fill="${accent}"/>
<path d="M118 224l24-36 16 20 12-14 22 30z" fill="${light}"/>`;

const beanie: Shape = ({ main, dark, light, accent }) => `
<circle cx="200" cy="88" r="34" fill="${accent}"/><path d="M94 260q0-150 106-150t106 150z" fill="${main}"/><path d="M230 114q76 22 76 146h-64q16-76-12-146z" fill="${dark}"/>
<rect x="82" y="248" width="236" height="72" rx="20" fill="${light}"/><path d="M112 254v60M142 254v60M172 254v60M202 254v60M232 254v60M262 254v60M292 254v60" stroke="${main}" stroke-width="7"/>
<path d="M104 206q96-32 192 0" stroke="${accent}" stroke-width="12" fill="none"/>`;

const socks: Shape = ({ main, dark, light, accent }) => {
  const sock = (x: number, fill: string): string =>
    `<path d="M${x} 76h74v142q0 16 14 26l44 32q16 14 4 32-14 22-46 22h-20q-20 0-38-16l-22-22q-14-14-14-36z" fill="${fill}"/><path d="M${x} 76h74v34h-74z" fill="${accent}"/>`;
  return `${sock(150, dark)}${sock(96, main)}<path d="M96 138h74v12H96zM96 162h74v12H96z" fill="${light}"/><path d="M204 274l28 20q10 16-6 24l-40-26z" fill="${accent}"/>`;
};

const boots: Shape = ({ main, dark, light, accent }) => `
<path d="M118 92h94v92q4 26 40 38l54 18q26 10 26 46v14H118z" fill="${main}"/><path d="M118 92h42v208h-42z" fill="${dark}"/><path d="M110 82h110v30H110z" fill="${light}"/>
<path d="M104 296h236v14q0 20-20 20h-20l-8-10-10 10h-24l-8-10-10 10h-24l-8-10-10 10h-24l-8-10-10 10h-24q-8-20-8-34z" fill="#3b332c"/>
<path d="M176 140l40 8M180 166l40 10M194 192l36 14M216 214l34 16" stroke="${accent}" stroke-width="8" stroke-linecap="round"/>`;

const backpack: Shape = ({ main, dark, light, accent }) => `
<path d="M166 84q0-34 34-34t34 34" fill="none" stroke="${dark}" stroke-width="13"/><path d="M84 210h34v92H98q-14 0-14-14zM316 210h-34v92h20q14 0 14-14z" fill="${dark}"/>
<path d="M112 158q0-84 88-84t88 84v150q0 22-22 22H134q-22 0-22-22z" fill="${main}"/><path d="M244 86q44 18 44 72v150q0 22-22 22h-34z" fill="${dark}"/>
<rect x="136" y="216" width="128" height="94" rx="16" fill="${light}"/><path d="M136 244h128" stroke="${dark}" stroke-width="6"/><path d="M118 176q82 26 164 0v22q-82 26-164 0z" fill="${accent}"/>
<rect x="186" y="176" width="28" height="44" rx="5" fill="#fff3df"/><rect x="192" y="238" width="16" height="22" rx="4" fill="${accent}"/>`;

const tent: Shape = ({ main, dark, light, accent }) => `
<path d="M200 84L346 326H54z" fill="${main}"/><path d="M200 84l146 242H236z" fill="${dark}"/><path d="M200 84l-50 242h100z" fill="${light}"/><path d="M200 118l-32 208h64z" fill="#3f3a33"/><path d="M200 118q-6 130-58 208h26z" fill="${accent}"/>
<path d="M200 84V62" stroke="#7b6a55" stroke-width="7"/><path d="M200 60l36 12-36 12z" fill="${accent}"/><path d="M54 326l-24 6M346 326l24 6" stroke="#7b6a55" stroke-width="6"/>`;

const sleepingBag: Shape = ({ main, dark, light, accent }) => `
<rect x="64" y="150" width="272" height="176" rx="86" fill="${main}"/><path d="M240 150h10q86 0 86 88t-86 88h-10z" fill="${dark}"/>
<circle cx="150" cy="238" r="86" fill="${light}"/><path d="M150 170a68 68 0 1 0 68 68 50 50 0 1 0-50 50 34 34 0 1 0-34-34 18 18 0 1 0 18-18" fill="none" stroke="${dark}" stroke-width="9"/>
<path d="M254 152v172M296 166v144" stroke="${accent}" stroke-width="13"/>`;

const bottle: Shape = ({ main, dark, accent, accentDark }) => `
<rect x="168" y="52" width="64" height="50" rx="10" fill="${accent}"/><path d="M168 78h64v14h-64z" fill="${accentDark}"/><path d="M232 66q34-6 32 26" fill="none" stroke="${accentDark}" stroke-width="9"/>
<path d="M172 100h56q4 24 24 40 8 8 8 22v144q0 24-24 24h-72q-24 0-24-24V162q0-14 8-22 20-16 24-40z" fill="${main}"/><path d="M214 100h14q4 24 24 40 8 8 8 22v144q0 24-24 24h-26q26-90 4-230z" fill="${dark}"/>
<path d="M158 170v132" stroke="#fff" stroke-opacity=".5" stroke-width="10" stroke-linecap="round"/><path d="M166 260l24-42 16 24 12-16 22 34z" fill="${accent}"/>`;

const campMug: Shape = ({ main, dark, light, accent }) => `
<path d="M272 186c64-10 64 98-4 92" fill="none" stroke="${main}" stroke-width="14"/><path d="M116 150h162v166q0 14-14 14H130q-14 0-14-14z" fill="${main}"/><path d="M240 150h38v166q0 14-14 14h-24z" fill="${dark}"/>
<ellipse cx="197" cy="150" rx="81" ry="17" fill="${accent}"/><ellipse cx="197" cy="151" rx="68" ry="11" fill="#533626"/><path d="M146 272l36-60 22 32 16-20 30 48z" fill="${light}"/><circle cx="234" cy="206" r="11" fill="${accent}"/>
<path d="M168 126c-10-16 10-24 0-42M204 126c-10-16 10-24 0-42" stroke="#fff" stroke-width="6" fill="none" stroke-linecap="round"/>`;

const headlamp: Shape = ({ main, dark, light, accent }) => `
<path d="M66 196q0-104 134-104t134 104q0 60-30 80" fill="none" stroke="${dark}" stroke-width="26" stroke-linecap="round"/><path d="M66 196q0 60 30 80" fill="none" stroke="${dark}" stroke-width="26" stroke-linecap="round"/>
<path d="M120 262L56 332h288l-64-70z" fill="#fff3b8" opacity=".8"/><rect x="118" y="176" width="164" height="104" rx="30" fill="${main}"/><path d="M236 176h16q30 0 30 30v44q0 30-30 30h-16z" fill="${dark}"/>
<circle cx="186" cy="228" r="38" fill="${light}"/><circle cx="186" cy="228" r="25" fill="#fff7d1"/><circle cx="254" cy="208" r="9" fill="${accent}"/><path d="M76 168l24-28M300 140l24 28" stroke="${accent}" stroke-width="8"/>`;

const lantern: Shape = ({ main, dark, light, accent }) => `
<path d="M146 118q0-70 54-70t54 70" fill="none" stroke="${dark}" stroke-width="9"/><path d="M136 116h128l14 24H122z" fill="${main}"/><rect x="138" y="140" width="124" height="134" fill="#fff0b5"/><path d="M200 168c30 34 22 66 0 72-22-6-30-38 0-72z" fill="${accent}"/><path d="M200 200c14 16 10 34 0 38-10-4-14-22 0-38z" fill="#fff"/>
<path d="M138 140v134M262 140v134M169 140v134M231 140v134" stroke="${dark}" stroke-width="6"/><path d="M120 274h160l12 40q4 16-12 16H120q-16 0-12-16z" fill="${main}"/><path d="M236 274h44l12 40q4 16-12 16h-36z" fill="${dark}"/><circle cx="200" cy="302" r="10" fill="${light}"/>`;

const poles: Shape = ({ main, dark, accent, accentDark }) => {
  const pole = (turn: number, fill: string, grip: string): string =>
    `<g transform="rotate(${turn} 200 330)"><rect x="195" y="112" width="10" height="216" fill="${fill}"/><rect x="189" y="44" width="22" height="74" rx="11" fill="${grip}"/><path d="M176 300h48l-8 14h-32z" fill="${grip}"/><path d="M195 326h10l-5 16z" fill="#555"/><path d="M190 56q-28 30 0 52" fill="none" stroke="${grip}" stroke-width="5"/></g>`;
  return pole(-17, main, accent) + pole(17, dark, accentDark);
};

const chair: Shape = ({ main, dark, light, accent }) => `
<path d="M104 214l176 116M296 214L120 330M92 330h40M268 330h40" stroke="#4c4a46" stroke-width="11" stroke-linecap="round"/>
<path d="M112 76h176l12 136H100z" fill="${main}"/><path d="M244 76h44l12 136h-48z" fill="${dark}"/><path d="M88 204h224v26q-112 34-224 0z" fill="${light}"/><path d="M100 76v134M300 76v134" stroke="#4c4a46" stroke-width="11" stroke-linecap="round"/>
<path d="M70 182h60M270 182h60" stroke="${accent}" stroke-width="17" stroke-linecap="round"/><path d="M162 160l26-42 18 24 12-16 24 34z" fill="${accent}"/>`;

const gloves: Shape = ({ main, dark, light, accent }) => {
  const glove = (fill: string): string =>
    `<path d="M96 190v-76q0-14 13-14t13 14V92q0-14 14-14t14 14v-6q0-14 14-14t14 14v20q0-12 12-12t12 12v78l18-22q14-14 24-2 8 10-2 24l-38 58v48H110v-60q-14-20-14-42z" fill="${fill}"/>`;
  return `<g transform="translate(400 18) scale(-1 1)">${glove(dark)}</g><g transform="translate(-24 10)">${glove(main)}<rect x="104" y="270" width="100" height="48" rx="10" fill="${accent}"/><path d="M122 130v48M150 122v54M178 128v48" stroke="${light}" stroke-width="6" stroke-linecap="round"/></g>`;
};

const pants: Shape = ({ main, dark, light, accent }) => `
<path d="M126 66h148l24 254q1 10-10 10h-56q-10 0-11-10l-21-166-21 166q-1 10-11 10h-56q-11 0-10-10z" fill="${main}"/><path d="M200 66h74l24 254q1 10-10 10h-56q-10 0-11-10l-21-166z" fill="${dark}"/>
<rect x="124" y="60" width="152" height="26" rx="6" fill="${accent}"/><rect x="192" y="62" width="16" height="22" rx="4" fill="#fff3df"/><path d="M126 204h44v42h-46zM274 204h-44v42h46z" fill="${light}"/>`;

const stove: Shape = ({ main, dark, light, accent }) => `
<path d="M176 100c-30-30 8-40-6-72 40 14 26 36 42 44 6-10 4-18 0-26 34 24 30 54 6 70z" fill="#f0a33a"/><path d="M112 108h176M132 108l16 42M268 108l-16 42" stroke="${dark}" stroke-width="10" stroke-linecap="round"/><path d="M160 130h80l-10 34h-60z" fill="${dark}"/>
<rect x="188" y="162" width="24" height="34" fill="#8e8a83"/><path d="M212 178h56" stroke="${accent}" stroke-width="9" stroke-linecap="round"/><path d="M112 236q0-42 88-42t88 42v68q0 26-26 26H138q-26 0-26-26z" fill="${main}"/><path d="M246 200q42 10 42 36v68q0 26-26 26h-28z" fill="${dark}"/>
<path d="M112 244h176v42H112z" fill="${accent}"/><path d="M142 266h92" stroke="${light}" stroke-width="9" stroke-linecap="round"/>`;

const hammock: Shape = ({ main, dark, light, accent }) => `
<rect x="40" y="66" width="22" height="266" rx="8" fill="#8a6a49"/><rect x="338" y="66" width="22" height="266" rx="8" fill="#7a5c3e"/><path d="M50 130l46 34M350 130l-46 34" stroke="${accent}" stroke-width="7"/>
<path d="M92 156q108 150 216 0 6 140-108 140T92 156z" fill="${main}"/><path d="M308 156q6 140-108 140 70-30 108-140z" fill="${dark}"/><path d="M112 182q88 138 176 0" fill="none" stroke="${light}" stroke-width="9"/><circle cx="50" cy="60" r="40" fill="#7d9c63"/><circle cx="350" cy="56" r="44" fill="#6f8f58"/>`;

const sunglasses: Shape = ({ main, dark, light, accent }) => `
<path d="M70 196L44 150M330 196l26-46" stroke="${main}" stroke-width="15" stroke-linecap="round"/><path d="M62 182q70-20 124 4v38q-10 62-60 62-58 0-64-104zM338 182q-70-20-124 4v38q10 62 60 62 58 0 64-104z" fill="${main}"/>
<path d="M80 196q50-14 90 2-2 74-46 72-40-2-44-74zM320 196q-50-14-90 2 2 74 46 72 40-2 44-74z" fill="${accent}"/><path d="M180 194q20-16 40 0" fill="none" stroke="${dark}" stroke-width="12"/><path d="M96 212l26-10M244 212l26-10" stroke="${light}" stroke-width="9" stroke-linecap="round"/>`;

const duffel: Shape = ({ main, dark, light, accent }) => `
<path d="M130 172q0-82 70-82t70 82" fill="none" stroke="${accent}" stroke-width="15"/><rect x="56" y="158" width="288" height="172" rx="58" fill="${main}"/><path d="M262 158h24q58 0 58 58v56q0 58-58 58h-24z" fill="${dark}"/>
<path d="M130 160v168M270 160v168" stroke="${accent}" stroke-width="17"/><path d="M78 196h244" stroke="${light}" stroke-width="7" stroke-dasharray="12 8"/><rect x="152" y="228" width="96" height="66" rx="10" fill="${light}"/>`;

const bandana: Shape = ({ main, dark, light, accent }) => `
<path d="M58 130h284L200 318z" fill="${main}"/><path d="M200 130h142L200 318z" fill="${dark}"/><path d="M58 130h284l-12 18H70z" fill="${accent}"/><path d="M200 300l-96-130M200 300l96-130" stroke="${light}" stroke-width="5" stroke-dasharray="4 14" stroke-linecap="round"/>
<circle cx="200" cy="196" r="24" fill="none" stroke="${light}" stroke-width="7"/><path d="M200 164v64M168 196h64" stroke="${light}" stroke-width="6"/><circle cx="136" cy="176" r="9" fill="${accent}"/><circle cx="264" cy="176" r="9" fill="${accent}"/>`;

/** Things for outside, by the name that a product list uses. */
export const outdoorShapes = {
  shirt,
  hoodie,
  jacket,
  cap,
  beanie,
  socks,
  boots,
  backpack,
  tent,
  sleepingBag,
  bottle,
  campMug,
  headlamp,
  lantern,
  poles,
  chair,
  gloves,
  pants,
  stove,
  hammock,
  sunglasses,
  duffel,
  bandana,
} satisfies Record<string, (ink: Ink) => string>;
