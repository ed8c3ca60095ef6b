export { throughProxy } from './through-proxy.js';
export { type WatchedAgents, watchedAgents } from './watched-agents.js';
