/** What the module of an app provides and a use case asks for in its constructor. */
export const DATABASE = Symbol('Database');
export const CLOCK = Symbol('() => Date');
export const CONFIG = Symbol('Config');
export type Clock = () => Date;
