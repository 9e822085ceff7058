/** What the router says of the site, at the script's path with `.json`. */
export interface Settings {
  /** Host names, without ports. */
  aliases: string[];
  /** The path of the script, without its ending. */
  script: string;
  /** For how long what is known of an alias holds, in milliseconds. */
  avoid: number;
  /** The starts of the paths of long polls. */
  longPolls: string[];
}

export interface HostStatus {
  name: string;
  /** `own` is the page's host; `unknown` is an alias that has not been asked yet. */
  state: 'own' | 'unknown' | 'good' | 'failed';
  /** Requests of this page that wait for their answers, long polls included. */
  requests: number;
  /** The long polls among them. */
  polls: number;
}

export interface Status {
  active: boolean;
  /** Why requests are never spread here, or null. */
  reason: 'HTTP/2 or later' | 'no alias' | 'page without a host' | null;
  hosts: HostStatus[];
}

export interface Aliases {
  /** Leaves all further requests at the page's own host. */
  off(): void;
  /** Spreads requests again, unless there is a reason against it. */
  on(): void;
  status(): Status;
}

/**
 * Spreads the requests of a page or worker from now on; once only, however often it is called.
 *
 * @param scope the global object, default `self`
 */
export function spread(settings: Settings, scope?: typeof globalThis): Aliases;

/**
 * Gets the settings from the router, then spreads. It fails if the router has no aliases for the
 * page's host, or cannot be reached.
 *
 * @param script the path of the script, without its ending; default `/request-router/aliases`
 */
export function load(script?: string, scope?: typeof globalThis): Promise<Aliases>;

declare global {
  interface RequestInit {
    /** `false`: the page's own host; a text: a long poll, of which all with this text take one alias. */
    alias?: false | string;
  }
  interface XMLHttpRequest {
    /** As in `RequestInit`; to be set before `send()`. */
    alias?: false | string;
  }
}
