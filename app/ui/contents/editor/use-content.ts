import { useCallback, useRef, useState } from 'react';
import {
  type Block,
  type BlockKind,
  type ContentInput,
  type LanguageTexts,
  limits,
} from '../../../features/content/index.ts';
import { newId } from '../../../kit/id.ts';

export interface ContentForm {
  input: ContentInput;
  isDirty: boolean;
  canUndo: boolean;
  undo(): void;
  /** what is at the server now; what was typed meanwhile stays */
  saved(as: ContentInput): void;
  /** replaces everything, as the new starting point or not */
  reset(to: ContentInput): void;
  replace(to: ContentInput): void;
  set(patch: Partial<Pick<ContentInput, 'name' | 'class'>>): void;
  setHead(language: string, name: 'subject' | 'preheader' | 'sms', text: string): void;
  setWord(language: string, blockId: string, name: string, text: string): void;
  setBlock(block: Block): void;
  /** @returns the id of the new block */
  add(kind: BlockKind, after: string | null): string;
  move(id: string, by: -1 | 1): void;
  duplicate(id: string): string;
  remove(id: string): void;
  addLanguage(language: string): void;
  removeLanguage(language: string): void;
}

const noWords: LanguageTexts = { subject: '', preheader: '', sms: '', blocks: {} };
const mostUndo = 100;

/** A new block of a kind, as its schema would fill it. */
function newBlock(kind: BlockKind): Block {
  const id = newId('blk');
  switch (kind) {
    case 'heading':
      return { id, kind, align: 'start' };
    case 'text':
      return { id, kind, align: 'start', isSmall: false };
    case 'picture':
      return { id, kind, pictureId: null, url: '', width: 'full' };
    case 'button':
      return { id, kind, align: 'start', url: '{{ shop.url }}' };
    case 'products':
      return { id, kind, source: 'chosen', productIds: [] };
    case 'items':
      return { id, kind, hasTotals: true };
    default:
      return { id, kind };
  }
}

/** The editor's state. Typing in one field is one step back; everything else is a step each. */
export function useContent(initial: ContentInput): ContentForm {
  const [start, setStart] = useState(initial);
  const [input, setInput] = useState(initial);
  const [past, setPast] = useState<ContentInput[]>([]);
  const lastField = useRef<string | null>(null);
  const latest = useRef(input);
  latest.current = input;

  const change = useCallback((field: string | null, next: (before: ContentInput) => ContentInput) => {
    const before = latest.current;
    const after = next(before);
    if (after === before) return;
    if (field === null || field !== lastField.current) {
      setPast((steps) => [...steps.slice(-mostUndo), before]);
    }
    lastField.current = field;
    latest.current = after;
    setInput(after);
  }, []);
  const setTexts = (language: string, field: string, next: (words: LanguageTexts) => LanguageTexts) =>
    change(`${language} ${field}`, (before) => ({
      ...before,
      texts: { ...before.texts, [language]: next(before.texts[language] ?? noWords) },
    }));
  /** Puts a block where the footer stays last. */
  const insert = (blocks: Block[], block: Block, after: string | null) => {
    const at = after === null ? -1 : blocks.findIndex(({ id }) => id === after);
    const footerAt = blocks.findIndex(({ kind }) => kind === 'footer');
    const wanted = at < 0 ? blocks.length : at + 1;
    const place =
      block.kind === 'footer' ? blocks.length : footerAt < 0 ? wanted : Math.min(wanted, footerAt);
    return [...blocks.slice(0, place), block, ...blocks.slice(place)];
  };

  return {
    input,
    isDirty: JSON.stringify(input) !== JSON.stringify(start),
    canUndo: past.length > 0,
    undo() {
      const before = past.at(-1);
      if (!before) return;
      setPast((steps) => steps.slice(0, -1));
      lastField.current = null;
      latest.current = before;
      setInput(before);
    },
    saved: setStart,
    reset(to) {
      setStart(to);
      setPast([]);
      lastField.current = null;
      latest.current = to;
      setInput(to);
    },
    replace: (to) => change(null, () => to),
    set: (patch) => change(Object.keys(patch).join(), (before) => ({ ...before, ...patch })),
    setHead: (language, name, text) => setTexts(language, name, (words) => ({ ...words, [name]: text })),
    setWord: (language, blockId, name, text) =>
      setTexts(language, `${blockId} ${name}`, (words) => ({
        ...words,
        blocks: { ...words.blocks, [blockId]: { ...words.blocks[blockId], [name]: text } },
      })),
    setBlock: (block) =>
      change(`block ${block.id}`, (before) => ({
        ...before,
        blocks: before.blocks.map((each) => (each.id === block.id ? block : each)),
      })),
    add(kind, after) {
      const block = newBlock(kind);
      change(null, (before) =>
        before.blocks.length >= limits.blocks
          ? before
          : { ...before, blocks: insert(before.blocks, block, after) },
      );
      return block.id;
    },
    move: (id, by) =>
      change(null, (before) => {
        const at = before.blocks.findIndex((block) => block.id === id);
        const to = at + by;
        const [from, other] = [before.blocks[at], before.blocks[to]];
        if (!from || !other || from.kind === 'footer' || other.kind === 'footer') return before;
        const blocks = [...before.blocks];
        blocks[at] = other;
        blocks[to] = from;
        return { ...before, blocks };
      }),
    duplicate(id) {
      const copyId = newId('blk');
      change(null, (before) => {
        const block = before.blocks.find((each) => each.id === id);
        if (!block || block.kind === 'footer' || before.blocks.length >= limits.blocks) return before;
        return {
          ...before,
          blocks: insert(before.blocks, { ...block, id: copyId }, id),
          texts: Object.fromEntries(
            Object.entries(before.texts).map(([language, words]) => [
              language,
              { ...words, blocks: { ...words.blocks, [copyId]: { ...words.blocks[id] } } },
            ]),
          ),
        };
      });
      return copyId;
    },
    remove: (id) =>
      change(null, (before) => ({ ...before, blocks: before.blocks.filter((block) => block.id !== id) })),
    addLanguage: (language) =>
      change(null, (before) => ({ ...before, texts: { ...before.texts, [language]: noWords } })),
    removeLanguage: (language) =>
      change(null, (before) => {
        const { [language]: _gone, ...texts } = before.texts;
        return Object.keys(texts).length > 0 ? { ...before, texts } : before;
      }),
  };
}
