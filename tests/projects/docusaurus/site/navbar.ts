export default {
  title: 'Paper Mill',
  items: [
    { type: 'docSidebar', sidebarId: 'making', label: 'Making' },
    { to: '/blog', label: 'News' },
    { href: 'https://github.com/paper-mill/mill', label: 'GitHub' },
  ],
};
