"""Chinese prose for made-up posts: words, sentence patterns, titles and tags.

In: a seeded `random.Random`. Out: one line of Markdown, or the lines of a list, table or quote.
Nothing that a template engine, a shortcode or raw HTML could trip over.
"""

TAGS = """开源 PostgreSQL 社区 云 数据库 生态 运维 Rust 性能优化 Linux 最佳实践 解决方案 Kubernetes 案例 索引 协作 文档 Docker 安全 可观测
SQL 备份 高可用 迁移 测试 Python 架构 治理 许可证 贡献者 布道 活动 大赛 训练营 认证 伙伴 产品 运营 增长 分布式
事务 锁 日志 复制 分区 压缩 缓存 队列 流计算 向量检索 全文检索 地理信息 时序 图计算 数据湖 数仓 报表 机器学习 大模型 智能体
Redis MySQL Kafka Flink Spark DuckDB SQLite ClickHouse Git GitHub GitLab CI 发布 版本管理 代码评审 重构 编译器 WebAssembly Go Java
网络 存储 文件系统 内存 并发 协程 调度 容器 虚拟化 边缘计算 物联网 车联网 金融 政务 医疗 教育 制造 零售 游戏 能源
成本 容量规划 压测 告警 故障复盘 灰度 限流 容灾 审计 脱敏 多租户 权限 国产化 信创 芯片 操作系统 中文分词 标准 专利 远程办公""".split()

AUTHORS = ["林小舟", "周明远", "沈一诺", "Chen Yu", "何书棋"]

SUBJECTS = """执行计划 查询优化器 后台进程 连接池 复制槽 检查点 预写日志 缓冲区 索引扫描 并行查询 分区裁剪 统计信息 数据文件 临时表 触发器
存储过程 调度器 网关 消息队列 配置中心 监控系统 告警规则 发布流水线 容器镜像 边车代理 文档站点 贡献者手册 评审机器人 社区例会 用户案例
新成员 维护者 合作伙伴 运维同学 业务团队 技术委员会 兼职贡献者 培训讲师 第一批用户 甲方的架构师 内核团队 前端页面 移动端 报表任务 数据管道""".split()

OBJECTS = """慢查询 锁等待 长事务 表膨胀 热点数据 冷数据 全表扫描 回表次数 网络往返 内存占用 磁盘抖动 主备延迟 会话数量 错误日志 重复代码
历史包袱 接口文档 测试用例 发布节奏 版本兼容 依赖升级 许可证风险 问题单 合并请求 讨论帖 用户反馈 学习路径 认证考试 动手实验 案例库
采购流程 服务等级 容量水位 备份窗口 恢复演练 权限边界 审计要求 数据口径 字段含义 分词效果 召回率 查询延迟 吞吐量 成本账单 交付周期""".split()

VERBS = """定位 减少 合并 拆分 预测 记录 隔离 绕开 复现 验证 收敛 替换 压缩 提前处理 批量处理 自动化 可视化 量化 限制 解释
统一管理 分级处理 重新设计 逐步淘汰 公开讨论""".split()

PLACES = """生产环境 测试环境 预发集群 同城机房 异地机房 边缘节点 一台旧笔记本 社区论坛 季度总结会 开源之夏 线下沙龙 客户现场 值班群 代码仓库 例行巡检
迁移项目 双十一大促 年终结算 开学季 跨境业务""".split()

QUALITIES = """稳定 透明 简单 可复现 便宜 可预期 容易回滚 容易解释 对新人友好 经得起压测 符合标准 不依赖个人 随时可以停下来 不需要停机 看得见摸得着""".split()

REASONS = """数据量一年翻了一倍 业务高峰提前到了早上八点 默认参数是十年前定的 没有人记得当初为什么这样设计 磁盘换成了云盘 上游改了接口却没有通知
索引建了但是类型不一致 大家都以为别人会看告警 文档只写了怎么装没写怎么用 测试数据太小看不出差别 版本跨度太大 合同里没有写清楚责任
时区设置不一致 一个事务开了两天没有提交 采样比例太低""".split()

NAMES = """work_mem shared_buffers max_connections wal_level pg_stat_activity random_page_cost EXPLAIN ANALYZE fillfactor lock_timeout
kubectl docker systemd perf iostat vmstat git rebase cargo build README.md CONTRIBUTING.md LICENSE main release-1.4 user_id created_at
order_no region_code O(log n) p99 SIGTERM errno 200 429 UTF-8 GB18030 NULL jsonb""".split()

SENTENCES = [
    "{s}的问题, 表面上是{o}, 根子却在{p}里.",
    "先看{o}, 再看{s}, 顺序反了就容易被现象带偏.",
    "我们在{p}里遇到过同样的情况: {r}, 结果{s}一直忙于{v}{o}.",
    "如果{r}，那么{s}再努力也只能{v}一部分{o}。",
    "一个{q}的做法是先{v}{o}, 再决定要不要动{s}.",
    "有人问, 为什么不直接{v}{o}? 因为{r}.",
    "从{p}的数据看, {o}下降了{n}%, 而{s}的负载只上升了{m}%.",
    "{s}和{s2}各管一段，中间的{o}没有人负责，这在{p}里最常见。",
    "需要注意的是, {c} 的含义在{p}和{p2}并不一样.",
    "把 {c} 从 {m} 调到 {n} 之后，{o}明显减少，{s}也更{q}了。",
    "**{v}{o}**是第一步, 让{s}变得{q}才是目的.",
    "很多团队说要{v}{o}，却没有写下谁来做、什么时候做、做到什么程度算完。",
    "开源项目不缺代码, 缺的是让{s}愿意留下来的理由, 以及{q}的流程.",
    "换个角度, {s}其实是供给方, {s2}才是需求方, 两边缺的是一个{q}的连接.",
    "这里有个细节：{s}每隔 {m} 秒才会{v}一次{o}，所以看到的总是稍早的状态。",
    "当时的结论是“{r}”, 现在看只对了一半.",
    "简单算一笔账: {n} 个节点, 每个节点每天产生 {m} 次{o}, 一年下来就是一笔不小的开销.",
    "在{p}，{s}只有 {m} 分钟的窗口来{v}{o}，错过就要等到第二天。",
    "**原因：{r}。**因此{s}需要先{v}{o}。",
    "对{s}来说, {o}不是技术问题, 是约定问题.",
    "建议把`{c0}`写进检查清单, 由{s}每周核对一次.",
    "版本升级之后 {c} 的默认值变了, {p}里的{s}因此多出 {n} 毫秒的等待.",
    "这个办法不算高明，但是{q}，{s}当天就能用起来。",
    "反过来想, 如果没有{s}, {o}会由谁来承担?",
    "实测 {n} 万行数据, 优化前 {m} 秒, 优化后不到 {d} 秒.",
    "{p}的经验告诉我们, 先有{q}的流程, 才谈得上{v}{o}.",
    "另一个容易忽略的地方是 {c}，它决定了{s}能不能及时{v}{o}。",
    "所以本文不讨论对错, 只讨论{s}怎样用最小的代价{v}{o}.",
    "只要{o}还在增长, {s}就不可能真正{q}.",
    "最后留一个问题: 如果{r}, 你会先{v}{o}, 还是先说服{s}?",
]

ITEMS = [
    "{v}{o}", "{s}: 负责{v}{o}", "**{o}**: {r}", "检查 {c} 是否与{p}一致", "{s}每周{v}一次{o}, 约 {n} 分钟", "`{c0}`: 默认 {m}, 建议 {n}",
    "让{s}更{q}", "{p}: 先{v}{o}, 再{v2}{o2}", "第 {m} 阶段, {s}与{s2}对齐{o}", "不要在{p}直接{v}{o}, 除非{r}",
    "参考[官方手册](https://docs.example.org/guide/{n}.html)里关于{o}的一节",
]

HEADS = [
    "为什么要{v}{o}", "{s}是怎么工作的", "{p}里的{o}", "方案{m}: {v}{o}", "{o}与{o2}", "让{s}更{q}", "小结", "测试方法", "{s}的{o}", "踩过的坑",
    "{v}{o}的三个步骤", "`{c0}` 的取值", "{s}与{s2}的分工", "结果与分析",
]

TITLES = [
    "{t}实战: 如何{v}{o}", "{t}与{u}: {s}的{o}", "从{o}说起, 聊聊{t}", "为什么{s}总是绕不开{o}?", "{t} {u} 入门笔记 - 第{m}讲", "一次{p}的{o}复盘",
    "{s}怎样做到{q}", "{t} {o}的{m}种处理方法", "读书会第{n}期: {t}, {u}和{o}", "{p}里的{t}: {v}{o}的经过",
]

LEADS = ["可参考: ", "之前写过一篇, 见 ", "原理见: ", "背景知识请看", "同样的思路也用在 "]

# The recurring tail; {first} is a link to the oldest post, {picture} the picture.
TAIL = [
    "#### [想看什么内容? 在这里告诉我们](https://forum.example.org/t/wishes \"5f1d7a90c3e2\")",
    "#### [项目主页: 源码、下载、发布说明](https://git.example.org/open/project \"a84e02bd6617\")",
    "#### [学习路线: 训练营、实验、认证、公开课](https://learn.example.org/paths \"0c93fe5b21d8\")",
    "#### [合集: 从第一篇开始读]({first} \"7be4410f9a3d\")",
    "#### [编辑部的说明与联系方式](https://git.example.org/open/blog/blob/main/README.md \"d26c8517e04b\")",
    "![交流群二维码]({picture} \"91a7d3f0c85e\")",
    "#### [伙伴计划: 一起服务用户](https://partners.example.org/join?from=blog \"3e58b9d17fa2\")",
    "#### [作者们](https://git.example.org/open/blog/blob/main/people.md \"b0f64c29de81\")",
]


def fill(rng, pattern, **more):
    """The pattern with words in its gaps."""
    pick = rng.choice
    return pattern.format(
        s=pick(SUBJECTS), s2=pick(SUBJECTS), o=pick(OBJECTS), o2=pick(OBJECTS), v=pick(VERBS), v2=pick(VERBS), p=pick(PLACES), p2=pick(PLACES),
        q=pick(QUALITIES), r=pick(REASONS), c=f"`{pick(NAMES)}`", c0=pick(NAMES), m=rng.randint(2, 9), n=rng.randint(10, 480), d=rng.randint(1, 9) / 10, **more)


def paragraph(rng):
    sentences = [fill(rng, rng.choice(SENTENCES)) for _ in range(rng.choices([1, 2, 3, 5], [50, 32, 13, 5])[0])]
    return "".join(text + " " if text.endswith((".", "?")) else text for text in sentences).rstrip()


def bullets(rng):
    numbered = rng.random() < 0.3
    lines = []
    for i in range(rng.randint(2, 6)):
        lines.append((f"{i + 1}. " if numbered else "- ") + fill(rng, rng.choice(ITEMS)))
        if not numbered and rng.random() < 0.15:
            lines.append("    - " + fill(rng, rng.choice(ITEMS)))
    return "\n".join(lines)


def table(rng):
    rows = [f"| `{rng.choice(NAMES)}` | {rng.choice(OBJECTS)} | {rng.randint(1, 9999)} | {fill(rng, '{s}{v}{o}')} |" for _ in range(rng.randint(3, 9))]
    return "\n".join(["| 名称 | 对象 | 数值 | 说明 |", "| --- | :---: | ---: | --- |", *rows])


def quote(rng):
    return "\n".join("> " + fill(rng, rng.choice(SENTENCES)) for _ in range(rng.randint(1, 3)))
