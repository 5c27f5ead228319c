export { type Activated, activateDefaults } from './activate-defaults.server.ts';
export { readSetup } from './read-setup.server.ts';
export { readWeek } from './read-week.server.ts';
export {
  type AllSettings,
  readAllSettings,
  type SaveAllResult,
  saveAllSettings,
} from './save-all-settings.server.ts';
