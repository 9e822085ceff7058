import type { Aliases, Settings } from './index.mjs';

export type { Aliases, HostStatus, Settings, Status } from './index.mjs';

/** As that of the module, which is loaded first. */
export function spread(settings: Settings, scope?: typeof globalThis): Promise<Aliases>;

/** As that of the module. */
export function load(script?: string, scope?: typeof globalThis): Promise<Aliases>;
