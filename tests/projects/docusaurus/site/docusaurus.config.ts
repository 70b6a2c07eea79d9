import type { Config } from '@docusaurus/types';
import navbar from './navbar';

const owner = 'paper-mill';

const config: Config = {
  title: 'Paper Mill',
  tagline: 'How sheets are made by hand',
  url: 'https://mill.example',
  baseUrl: '/paper/',
  organizationName: owner,
  projectName: 'mill',
  i18n: { defaultLocale: 'en', locales: ['en'] },
  presets: [
    [
      'classic',
      {
        docs: { sidebarPath: './sidebars.ts', editUrl: `https://github.com/${owner}/mill/edit/main/` },
        blog: { showReadingTime: true },
      },
    ],
  ],
  plugins: [
    ['@docusaurus/plugin-client-redirects', { redirects: [{ from: '/docs/begin', to: '/docs/intro' }] }],
  ],
  themeConfig: { navbar },
};

export default config;
