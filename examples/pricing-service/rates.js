/** What pricing rules may call: loaded by every worker, so it is JavaScript. */

const vat = { AT: 0.2, DE: 0.19, FR: 0.2, IT: 0.22 };

/** The rate of a country's value added tax. */
export function vatRate(country) {
  if (!Object.hasOwn(vat, country)) throw new RangeError(`no rate is known for ${country}`);
  return vat[country];
}

/** To whole cents, half up. */
export function roundCents(amount) {
  return Math.round(amount * 100) / 100;
}
