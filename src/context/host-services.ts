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
  readonly files: SourceFiles;
  readonly modules: Modules;

  /** @param from those of the context that this one's is a fork of */
  constructor(print: PrintHandler | undefined, from?: HostServices) {
    this.streams = from ? from.streams.copy() : new Streams(print);
    this.files = new SourceFiles();
    this.files.reader = from?.files.reader;
    this.modules = new Modules(this.files, from?.modules);
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
        governor.fail(new LuaExitError(Number(text)));
        return nothing;
      case Service.read:
        return [this.streams.read(text)];
      case Service.write:
        this.streams.write(text, decoder.nextBytes(), () => governor.endsSuspended());
        return nothing;
      case Service.findModule:
        return this.modules.find(text, governor.remaining.memory);
      default:
        return [this.files.readThroughHost(text)];
    }
  }
}
