import { defaultTheme } from '@vuepress/theme-default'
import { defineUserConfig } from 'vuepress'
import { sidebar } from './sidebar'

export default defineUserConfig({
  locales: {
    '/': { lang: 'en', title: 'Beehive', description: 'Bees in a garden' },
    '/zh/': { lang: 'zh-CN', title: '蜂箱', description: '花园里的蜜蜂' },
  },
  theme: defaultTheme({
    repo: 'hive/hive',
    docsBranch: 'next',
    navbar: [{ text: 'Guide', link: '/guide/' }, { text: 'Shop', link: 'https://shop.example/' }],
    sidebar,
  }),
})
