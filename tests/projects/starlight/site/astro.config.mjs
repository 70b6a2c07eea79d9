import { defineConfig } from 'astro/config';
import starlight from '@astrojs/starlight';
import { sidebar } from './sidebar.mjs';

export default defineConfig({
  site: 'https://loom.example',
  base: '/',
  redirects: { '/start': '/guides/warp' },
  integrations: [
    starlight({
      title: { en: 'Loom', 'zh-CN': '织机' },
      description: 'Weaving at home',
      locales: { root: { label: 'English', lang: 'en' }, zh: { label: '中文', lang: 'zh-CN' } },
      social: [{ icon: 'github', label: 'GitHub', href: 'https://github.com/loom/loom' }],
      sidebar,
    }),
  ],
});
