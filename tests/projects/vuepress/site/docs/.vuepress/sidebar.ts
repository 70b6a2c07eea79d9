export const sidebar = {
  '/guide/': [
    { text: 'Guide', children: ['/guide/README.md', '/guide/swarm.md', { text: 'In winter', link: '/guide/winter.html' }] },
  ],
  '/api/': ['/api/README.md'],
}
