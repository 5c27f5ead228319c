export { type TimelineGroup, timelineGroups } from '../../kit/timeline.ts';
export { type EntryInWords, sayEntry, sayValue } from './say-entry.ts';
