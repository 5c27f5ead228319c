import { defineJob } from '../../kit/fate.ts';

/** Subject: checkout token. Arms the reminders of a checkout that is being worked on, anew at each activity. */
export const armReminders = defineJob('checkouts.arm-reminders');
/** Subject: checkout token. It became an order, or was deleted: nothing is to be reminded of. */
export const stopReminders = defineJob('checkouts.stop-reminders');
/** Subject: `<checkout token>/<step>`. A reminder's time has come. */
export const sendReminder = defineJob('checkouts.remind');
