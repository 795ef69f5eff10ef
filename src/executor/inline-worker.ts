/**
 * The code of a LuaExecutor's web workers, for bundlers that do not find the file of it (esbuild, Rollup).
 *
 * ```ts no-run
 * import { LuaExecutor } from 'tidelock';
 * import { inlineWorkerUrl } from 'tidelock/inline-worker';
 *
 * const executor = new LuaExecutor({ workerUrl: inlineWorkerUrl() });
 * ```
 * @module
 */
import { workerCode } from '../../dist/worker-code.js';

let url: string | undefined;

/**
 * The URL of the code, for the option `workerUrl`: a `blob:` that this page made, and that lasts as long as the
 * page. A content security policy has to allow it in `worker-src`.
 */
export function inlineWorkerUrl(): string {
  url ??= URL.createObjectURL(new Blob([workerCode], { type: 'text/javascript' }));
  return url;
}
