import { defineConfig } from 'vitepress'
import zh from './zh'

export default defineConfig({
  title: 'Lighthouse',
  description: 'How the lamp is kept',
  sitemap: { hostname: 'https://light.example/' },
  srcExclude: ['**/parts/*.md'],
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: { label: '中文', ...zh },
  },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/lamp' },
      { text: 'Far', items: [{ text: 'Other lights', link: 'https://lights.example/' }] },
    ],
    sidebar: {
      '/guide/': { base: '/guide/', items: sidebarGuide() },
    },
    editLink: { pattern: 'https://github.com/light/house/edit/main/docs/:path' },
  },
})

function sidebarGuide() {
  return [
    { text: 'The lamp', link: 'lamp' },
    { text: 'More', collapsed: true, items: [{ text: 'Oil', link: 'deep/oil' }, { text: 'Glass', link: 'deep/glass.md' }] },
  ]
}
