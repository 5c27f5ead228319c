export { type GeneralSettings, generalSettings, type SettingsPart } from './settings.ts';
