export { type ConfirmPage, openConfirmation } from './confirm-vip.server.ts';
export { type JoinOutcome, joinVip } from './join-vip.server.ts';
export { keepBirthday } from './keep-birthday.server.ts';
export { vipHandlers } from './vip.handlers.server.ts';
export { vipTimeline } from './vip-timeline.server.ts';
