/** The most milliseconds that `setTimeout` can count; a longer delay would end at once. */
export const longestDelay = 2 ** 31 - 1;
