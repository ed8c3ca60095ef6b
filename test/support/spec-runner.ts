import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of jest's runtime that loads the framework and a test file. */
interface Runtime {
  requireInternalModule(path: string): unknown;
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

const requireHere = createRequire(import.meta.url);

const { default: runCircus } = requireHere('jest-circus/runner') as { default: TestRunner };

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

/** What the framework leaves on the global object: the handlers of a file's events, and its tests. */
const FRAMEWORK_GLOBALS = ['EVENT_HANDLERS', 'JEST_STATE_SYMBOL'];

/** The framework itself is made anew for each file; what it is made of (matchers, snapshots) is loaded once. */
function requireFramework(path: string): unknown {
  for (const symbol of Object.getOwnPropertySymbols(globalThis))
    if (FRAMEWORK_GLOBALS.includes(symbol.description ?? '')) Reflect.deleteProperty(globalThis, symbol);
  Reflect.deleteProperty(requireHere.cache, path);
  return requireHere(path);
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
  runtime.requireInternalModule = requireFramework;
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
