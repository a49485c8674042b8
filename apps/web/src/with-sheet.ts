import type { Type } from '@angular/core';
import type { Route, Routes } from '@angular/router';

const sheets = new Map<string, Promise<void>>();

/**
 * The same routes, whose pages come together with a sheet of their own: a page stands when both are there, so nobody sees it
 * bare. `file` is the sheet's address below the app's base; its name stays the same, and browsers ask each time whether it
 * is still the newest.
 */
export function withSheet(file: string, routes: Routes): Routes {
  return routes.map((route) => {
    const { loadComponent, children } = route;
    const styled: Route = { ...route };
    if (children) styled.children = withSheet(file, children);
    if (loadComponent) {
      styled.loadComponent = async () => {
        // Both are asked for at once.
        const [component] = await Promise.all([loadComponent() as Promise<Type<unknown>>, sheet(file)]);
        return component;
      };
    }
    return styled;
  });
}

function sheet(file: string): Promise<void> {
  const known = sheets.get(file);
  if (known) return known;
  const asked = new Promise<void>((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = file;
    link.onload = () => resolve();
    link.onerror = () => {
      // The next page that needs it asks again.
      link.remove();
      sheets.delete(file);
      reject(new Error(`${file} could not be fetched.`));
    };
    document.head.append(link);
  });
  sheets.set(file, asked);
  return asked;
}
