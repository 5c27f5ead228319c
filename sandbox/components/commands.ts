/** What `command` on a button or link asks of the element named by `commandFor`. */
export type Command = '--auto' | '--show' | '--hide' | '--toggle' | '--copy';

/** An element that can be commanded. */
export interface Commanded extends HTMLElement {
  receiveCommand(command: Command, source: HTMLElement): void;
}

const isCommanded = (element: Element | null): element is Commanded =>
  element !== null && 'receiveCommand' in element;

/** Carries out the command of a pressed element; returns whether there was one to carry out. */
export function runCommand(source: HTMLElement): boolean {
  const id = source.getAttribute('commandfor');
  if (!id) return false;
  const target = document.getElementById(id);
  if (!isCommanded(target)) return false;
  const command = source.getAttribute('command') || '--auto';
  target.receiveCommand(command as Command, source);
  return true;
}
