// Runs before anything else is loaded. The schema library may not write functions at run time: the page's content security
// policy forbids it, and even the library's own try at it would be reported as a violation.
const settings = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
settings.__zod_globalConfig = { ...settings.__zod_globalConfig, jitless: true };
