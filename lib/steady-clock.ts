/**
 * Milliseconds since the process began, for how long something takes or lasts. Trap: the wall clock may be set at any
 * moment, by an hour and in either direction; it is only for moments that are stored or shown. Nor is this the time of
 * day: what is measured from 0 has only just begun.
 */
export const steadyNow = (): number => performance.now();
