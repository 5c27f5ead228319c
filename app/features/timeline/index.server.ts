export { entriesPerPage, readAhead, readTimeline, type TimelinePage } from './read-timeline.server.ts';
