/** The URL of a module, for platforms without files. */
export function toModuleUrl(module: string | URL): string {
  return String(module);
}
