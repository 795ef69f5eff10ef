/** What a `.wasm` file is to those runtimes and bundlers that import it. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
