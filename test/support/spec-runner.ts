import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of jest's runtime that loads a test file. */
interface Runtime {
  unstable_shouldLoadAsEsm(path: string): boolean;
  unstable_importModule(path: string): Promise<void>;
}

interface Environment {
  readonly global: Record<string, unknown>;
}

interface ProjectConfig {
  readonly rootDir: string;
}

type TestRunner = (
  globalConfig: unknown,
  config: ProjectConfig,
  environment: Environment,
  runtime: Runtime,
  testPath: string,
  sendMessageToJest?: unknown,
) => Promise<unknown>;

const GLOBALS = [
  'describe',
  'it',
  'test',
  'expect',
  'beforeAll',
  'beforeEach',
  'afterAll',
  'afterEach',
] as const;

/** What matchers compare by identity, as `expect.any(String)` does: jest's are of another realm. */
const BUILT_INS = { Array, BigInt, Boolean, Error, Function, Number, Object, String, Symbol };

const { default: runCircus } = createRequire(import.meta.url)('jest-circus/runner') as {
  default: TestRunner;
};

let runs = 0;

/**
 * The stores that were used since the last file. Jest makes new ones for each file and never ends them: every promise
 * of all later files would carry each of them along.
 */
const stores = new Set<AsyncLocalStorage<unknown>>();
const runInStore = AsyncLocalStorage.prototype.run;
AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...given: unknown[]): unknown {
  stores.add(this);
  return Reflect.apply(runInStore, this, given);
};

function endStores(): void {
  for (const store of stores) store.disable();
  stores.clear();
}

/**
 * Jest's own runner of a test file, for which node itself loads the compiled file: as the product runs, and once for
 * all files of a worker. Jest would load and compile every package anew for each of them. What a module keeps at its top
 * is therefore shared by the files of one worker.
 */
const runCompiledSpec: TestRunner = (
  globalConfig,
  config,
  environment,
  runtime,
  testPath,
  sendMessageToJest,
) => {
  Object.assign(environment.global, BUILT_INS);
  runtime.unstable_shouldLoadAsEsm = () => true;
  runtime.unstable_importModule = async (path) => {
    for (const name of GLOBALS) Object.assign(globalThis, { [name]: environment.global[name] });
    const compiled = join(config.rootDir, 'dist', relative(config.rootDir, path).replace(/\.ts$/, '.js'));
    await import(`${pathToFileURL(compiled).href}?run=${++runs}`);
  };
  return runCircus(globalConfig, config, environment, runtime, testPath, sendMessageToJest).finally(
    endStores,
  );
};

export default runCompiledSpec;
