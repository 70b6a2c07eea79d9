export default {
  title: '灯塔',
  themeConfig: {
    nav: [{ text: '指南', link: '/zh/guide/lamp' }],
    sidebar: [{ text: '灯', link: '/zh/guide/lamp' }],
  },
}
