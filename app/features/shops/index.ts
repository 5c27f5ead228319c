export { type GeneralSettings, generalSettings, type SettingsPart, settingsParts } from './settings.ts';
