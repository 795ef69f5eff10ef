import type { Decoder } from '../bridge/decoder.ts';
import { LuaExitError } from '../bridge/errors.ts';
import { Service } from '../engine/abi.ts';
import type { Governor } from '../limits/governor.ts';
import { Modules } from './modules.ts';
import { SourceFiles } from './source-files.ts';
import { type PrintHandler, Streams } from './streams.ts';

const nothing: readonly unknown[] = [];

/** What the libraries ask of the host (engine/libs.h), and what the host has set up to answer. It survives resets. */
export class HostServices {
  readonly streams: Streams;
  readonly files = new SourceFiles();
  readonly modules = new Modules(this.files);

  constructor(print: PrintHandler | undefined) {
    this.streams = new Streams(print);
  }

  /**
   * The results of a service, whose arguments lie in the decoder's slots.
   * @throws whatever a handler throws
   */
  serve(id: number, count: number, decoder: Decoder, governor: Governor): readonly unknown[] {
    if (id === Service.print) {
      this.streams.print(decoder.readTexts(count));
      return nothing;
    }
    decoder.begin();
    const text = decoder.nextText();
    switch (id) {
      case Service.exit:
        governor.endWith(new LuaExitError(Number(text)));
        return nothing;
      case Service.read:
        return [this.streams.read(text)];
      case Service.write:
        this.streams.write(text, decoder.nextBytes());
        return nothing;
      case Service.findModule:
        return this.modules.find(text);
      default:
        return [this.files.readThroughHost(text)];
    }
  }
}
