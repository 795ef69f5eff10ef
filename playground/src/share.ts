import { defaultLimits, type Limits } from './limits.ts';

/** A script with its limits, as a link carries them: all in the fragment, which never reaches a server. */
export interface Shared {
  readonly source: string;
  readonly limits: Limits;
}

export async function toFragment({ source, limits }: Shared): Promise<string> {
  const { instructions, memory, time } = limits;
  const code = toBase64(await pipe(new TextEncoder().encode(source), new CompressionStream('deflate-raw')));
  return `#${new URLSearchParams({ i: String(instructions), m: String(memory), t: String(time), code })}`;
}

/** undefined if there is no script in it, or none that can be read. */
export async function fromFragment(fragment: string): Promise<Shared | undefined> {
  const parameters = new URLSearchParams(fragment.slice(1));
  const code = parameters.get('code');
  if (code === null) return undefined;
  const figure = (name: string, otherwise: number) => {
    const value = Number(parameters.get(name));
    return Number.isFinite(value) && value > 0 ? value : otherwise;
  };
  try {
    const bytes = await pipe(fromBase64(code), new DecompressionStream('deflate-raw'));
    return {
      source: new TextDecoder().decode(bytes),
      limits: {
        instructions: figure('i', defaultLimits.instructions),
        memory: figure('m', defaultLimits.memory),
        time: figure('t', defaultLimits.time),
      },
    };
  } catch {
    return undefined;
  }
}

async function pipe(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(through)).arrayBuffer());
}

/** Base64 with the letters that links leave as they are. */
function toBase64(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
