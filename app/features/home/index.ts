export { isEverythingOn, isSilent, type SetupState, type Week } from './week.ts';
