/** What takes most of a start to load: imported when nothing stands in the way of a start any more. */
export { loadConnectors } from '#connectors';
export { checkSettings, proberSettings } from '../../../worker/src/check.options.js';
export { startWorker } from '../../../worker/src/worker.js';
export { createApp } from '../app.setup.js';
