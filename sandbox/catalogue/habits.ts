/** What people buy together in the demonstration shops: the thing they come for, and how often each other thing goes along. */
export type Habit = {
  handle: string;
  /** How often somebody comes for it, against the others. */
  weight: number;
  /** Handle and share of those who take it too. */
  along: [handle: string, share: number][];
  /** Share of pieces that come back. */
  returned?: number;
};

const german: Habit[] = [
  {
    handle: 'filterkaffee-morgenrot',
    weight: 22,
    along: [
      ['filterpapier-100', 0.48],
      ['handfilter-porzellan', 0.22],
      ['kaffeekaraffe-800', 0.14],
      ['schwanenhalskessel', 0.1],
    ],
  },
  {
    handle: 'espresso-nachtschicht',
    weight: 24,
    along: [
      ['espressotassen-set', 0.24],
      ['entkalker-natur', 0.2],
      ['espressokocher-classico', 0.18],
      ['trinkschokolade-72', 0.1],
    ],
  },
  { handle: 'kaffee-entkoffeiniert-feierabend', weight: 7, along: [['tee-abendwiese', 0.34]] },
  {
    handle: 'handmuehle-feinstrich',
    weight: 6,
    along: [
      ['espresso-nachtschicht', 0.34],
      ['filterkaffee-morgenrot', 0.28],
    ],
  },
  {
    handle: 'french-press-bodenhaft',
    weight: 6,
    along: [
      ['becher-steinzeug', 0.4],
      ['filterkaffee-morgenrot', 0.2],
    ],
  },
  { handle: 'becher-steinzeug', weight: 9, along: [['trinkschokolade-72', 0.36]] },
  {
    handle: 'teller-wiese-4er',
    weight: 5,
    along: [
      ['schale-eiche', 0.34],
      ['becher-steinzeug', 0.24],
    ],
  },
  { handle: 'kochmesser-18', weight: 7, along: [['schneidbrett-nussbaum', 0.55]] },
  {
    handle: 'eisenpfanne-24',
    weight: 6,
    along: [
      ['kuechenhelfer-set', 0.42],
      ['geschirrtuch-3er', 0.18],
    ],
  },
  {
    handle: 'braeter-gusseisen',
    weight: 4,
    along: [
      ['kuechenhelfer-set', 0.36],
      ['schuerze-leinen', 0.2],
    ],
    returned: 0.25,
  },
  { handle: 'teekanne-windlicht', weight: 5, along: [['tee-abendwiese', 0.62]] },
  { handle: 'probierpaket-drei-roestungen', weight: 8, along: [['becher-steinzeug', 0.16]] },
  { handle: 'kerze-ofenwarm', weight: 4, along: [['vase-schluesselblume', 0.28]] },
  { handle: 'vorratsglas-duo', weight: 4, along: [['brotdose-emaille', 0.24]] },
];

const american: Habit[] = [
  {
    handle: 'two-person-tent',
    weight: 8,
    along: [
      ['sleeping-bag-20', 0.46],
      ['camp-lantern', 0.26],
    ],
  },
  {
    handle: 'four-person-tent',
    weight: 4,
    along: [
      ['camp-chair', 0.44],
      ['sleeping-bag-20', 0.36],
    ],
  },
  {
    handle: 'hammock-double',
    weight: 6,
    along: [
      ['citronella-candle', 0.38],
      ['bandana-compass', 0.16],
    ],
  },
  {
    handle: 'backpacking-stove',
    weight: 9,
    along: [
      ['camp-cook-set', 0.46],
      ['trail-coffee', 0.34],
    ],
  },
  {
    handle: 'trail-coffee',
    weight: 14,
    along: [
      ['enamel-mug', 0.42],
      ['insulated-bottle', 0.14],
    ],
  },
  {
    handle: 'cast-iron-skillet',
    weight: 6,
    along: [
      ['spice-kit', 0.48],
      ['camp-knife', 0.2],
    ],
  },
  { handle: 'trailhead-boots', weight: 9, along: [['trail-socks', 0.58]], returned: 0.28 },
  { handle: 'ridgeline-tee', weight: 11, along: [['summit-cap', 0.28]] },
  {
    handle: 'stormfront-jacket',
    weight: 6,
    along: [
      ['windproof-gloves', 0.3],
      ['cable-beanie', 0.2],
    ],
    returned: 0.12,
  },
  { handle: 'down-sweater', weight: 5, along: [['cable-beanie', 0.34]] },
  {
    handle: 'daypack-22',
    weight: 8,
    along: [
      ['insulated-bottle', 0.4],
      ['national-park-map', 0.2],
    ],
  },
  { handle: 'backpack-55', weight: 4, along: [['trekking-poles', 0.42]] },
  { handle: 'switchback-pants', weight: 6, along: [['trail-socks', 0.3]] },
  {
    handle: 'camp-chair',
    weight: 6,
    along: [
      ['camp-lantern', 0.26],
      ['enamel-mug', 0.2],
    ],
  },
];

/** Habits by the name of the catalogue. */
export const habits: Record<string, Habit[]> = { 'de-eur': german, 'us-usd': american };

/** Names of the people in the demonstration shops. */
export const names: Record<
  string,
  { first: string[]; last: string[]; places: [city: string, zip: string][] }
> = {
  'de-eur': {
    first:
      'Jana Tobias Miriam Florian Elif Stefan Katrin Paul Svenja Mehmet Luise Henrik Nadine Jonas Birgit Karim Hannah Uwe Marlene David Ines Felix Renate Oskar'.split(
        ' ',
      ),
    last: 'Brandt Keller Yıldız Hoffmann Lorenz Schäfer Nowak Engel Fuchs Ziegler Böhm Krüger Seidel Arslan Pohl Winter Graf Albrecht Haas Vogt'.split(
      ' ',
    ),
    places: [
      ['Berlin', '10437'],
      ['Hamburg', '22765'],
      ['Köln', '50674'],
      ['Leipzig', '04109'],
      ['Freiburg', '79098'],
      ['Erfurt', '99084'],
    ],
  },
  'us-usd': {
    first:
      'Maya Caleb Priya Ethan Sofia Marcus Ava Diego Nora Jamal Chloe Wyatt Linh Owen Ruth Hector Zoe Grant Imani Peter Dana Luis Hazel Ben'.split(
        ' ',
      ),
    last: 'Whitfield Ortiz Nakamura Reed Patel Lindgren Brooks Castillo Hughes Nguyen Porter Sandoval Fischer Osei Walsh Romero Chen Barrett Quinn Dalton'.split(
      ' ',
    ),
    places: [
      ['Portland', '97205'],
      ['Denver', '80202'],
      ['Austin', '78704'],
      ['Boise', '83702'],
      ['Asheville', '28801'],
      ['Minneapolis', '55401'],
    ],
  },
};
