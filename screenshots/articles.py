"""The articles of the pictures: long ones, with what makes articles hard, written for them."""

from __future__ import annotations

from datetime import timedelta

from demo import Blog, Post

_TECHNICAL = """
<p>A write-ahead log is a promise: <em>what I told you is on disk, is on disk.</em> Last month one
of our replicas kept that promise to the letter and still lost eleven seconds of orders. The letter
was <code>fsync</code>, and this is the story of its fine print.<sup><a href="#fn1">1</a></sup></p>
<h2>The promise in eight lines</h2>
<pre><code class="language-python">class Log:
    def append(self, record: bytes) -> int:
        frame = len(record).to_bytes(4) + crc32(record).to_bytes(4) + record
        self.file.write(frame)
        self.file.flush()             # to the kernel
        os.fsync(self.file.fileno())  # to the disk: the expensive half
        self.end += len(frame)
        return self.end
</code></pre>
<p>Three things can go wrong between lines six and eight, and each has its own remedy:</p>
<ol>
<li>The disk <strong>lies</strong>: a cache without a battery answers before it writes.</li>
<li>The kernel <strong>forgets</strong>: after a failed <code>fsync</code> the pages are marked
clean, and the <em>next</em> call succeeds with nothing written.
<ul><li>Linux before 4.13 even forgot to tell;</li>
<li>since then the error is told once, to whoever asks first.</li></ul></li>
<li>We <strong>retry</strong>, which turns the second case into silent loss.</li>
</ol>
<blockquote><p>Never retry an <code>fsync</code>. The only safe answer to its failure is to stop and
to read the log back from the disk.</p></blockquote>
<h2>What it costs to be sure</h2>
<p>With a group commit of <i>n</i> records, the time per record is</p>
<p>$$t(n) = \\frac{t_{sync}}{n} + t_{write} \\le 0.4\\,\\text{ms} \\quad (n \\ge 16)$$</p>
<table>
<thead><tr><th>Batch</th><th align="right">Commits/s</th><th align="right">p99</th></tr></thead>
<tbody><tr><td>1</td><td>410</td><td>6.1 ms</td></tr>
<tr><td>16</td><td>5,900</td><td>6.9 ms</td></tr>
<tr><td>128</td><td>31,000</td><td>11 ms</td></tr></tbody></table>
<p>The change itself was small:</p>
<pre><code class="language-diff">-        except OSError:
-            self.retry(frame)
+        except OSError as error:
+            self.poisoned = True      # nobody may append now
+            raise LogBroken(self.end) from error
</code></pre>
<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd> in the demo to see it stop between two frames, and read
<a href="https://halyard.example/checksums">the post on checksums</a> for the other half.</p>
<ol class="footnotes"><li id="fn1">POSIX says less than people hope; see “synchronized I/O file
integrity completion”.</li></ol>
"""

_TABLES = """
<p>We ran the same four queries on three engines, cold and warm, a hundred times each. All numbers
are medians in milliseconds; <strong>bold</strong> is the best of its row.</p>
<table>
<caption>Point and range reads, 40 million rows</caption>
<thead>
<tr><th rowspan="2">Query</th><th colspan="2">Heron</th><th colspan="2">Postgres</th>
<th colspan="2">SQLite</th></tr>
<tr><th>cold</th><th>warm</th><th>cold</th><th>warm</th><th>cold</th><th>warm</th></tr>
</thead>
<tbody>
<tr><td>One row by key</td><td>3.1</td><td>0.21</td><td>4.0</td><td>0.18</td><td><b>0.9</b></td>
<td><b>0.02</b></td></tr>
<tr><td>A day of events</td><td><b>41</b></td><td><b>12</b></td><td>66</td><td>15</td><td>58</td>
<td>31</td></tr>
<tr><td>Join of three</td><td>210</td><td>88</td><td><b>140</b></td><td><b>52</b></td><td>390</td>
<td>170</td></tr>
<tr><td>Full-text, two words</td><td>95</td><td>20</td><td>120</td><td>34</td><td><b>33</b></td>
<td><b>8</b></td></tr>
</tbody></table>
<p>Reads are half of the truth. What each engine asks of the people who run it does not fit into a
number, so here it is in words:</p>
<table>
<tr><th>Engine</th><th>Runs as</th><th>Backups</th><th>What woke us up</th></tr>
<tr><td>Heron</td><td>three servers and a witness</td><td>built in, to object storage</td>
<td>the witness, when its clock drifted by more than 500 ms</td></tr>
<tr><td>Postgres</td><td>one server, one replica</td><td>WAL archive and a base copy a night</td>
<td>a slot that nobody read, and the disk that it filled</td></tr>
<tr><td>SQLite</td><td>a file</td><td>its backup API, while in use</td><td>nothing, so far</td></tr>
</table>
<p>Our choice, with the weights we gave:</p>
<table>
<tr><th>Criterion</th><th>Weight</th><th>Heron</th><th>Postgres</th><th>SQLite</th></tr>
<tr><td>Latency</td><td>3</td><td>2</td><td>3</td><td>3</td></tr>
<tr><td>Growth</td><td>2</td><td>3</td><td>2</td><td>1</td></tr>
<tr><td>Sleep</td><td>5</td><td>1</td><td>2</td><td>3</td></tr>
<tr><td><b>Sum</b></td><td></td><td>17</td><td>23</td><td><b>26</b></td></tr>
</table>
"""

_HEBREW = """
<p>במשך שנה ניסינו לשדרג את מסד הנתונים מ־<b>PostgreSQL 12</b> לגרסה
<a href="https://example.org/16">PostgreSQL 16</a> בלי לעצור את השירות אפילו לדקה אחת. הצלחנו
בניסיון השלישי, וכאן נספר איך.</p>
<h2>למה בכלל לשדרג?</h2>
<ul>
<li>שאילתות מהירות יותר ב־30% בממוצע (מ־120ms ל־84ms);</li>
<li>תחזוקה קלה יותר: <code>VACUUM</code> כבר לא נועל טבלאות;</li>
<li>התמיכה בגרסה 12 הסתיימה.</li>
</ul>
<blockquote><p>״אל תתקן מה שלא שבור״, אמרו לנו. אבל מה ששבור מחר צריך לתקן היום.</p></blockquote>
<h2>שלושה ניסיונות</h2>
<ol>
<li>העתקה מלאה בלילה: ארכה תשע שעות ונכשלה.</li>
<li>שכפול פיזי: לא עובד בין גרסאות שונות.</li>
<li>שכפול לוגי (<em>logical replication</em>): עבד.</li>
</ol>
<pre><code class="language-sql">CREATE PUBLICATION move FOR ALL TABLES;  -- במקור
CREATE SUBSCRIPTION move CONNECTION 'host=old' PUBLICATION move;
</code></pre>
<table><tr><th>שלב</th><th>משך</th><th>השבתה</th></tr>
<tr><td>העתקה ראשונית</td><td>6 שעות</td><td>0</td></tr>
<tr><td>השלמת פערים</td><td>40 דקות</td><td>0</td></tr>
<tr><td>מעבר</td><td>11 שניות</td><td>11 שניות</td></tr></table>
<p>בפוסט הבא: איך בדקנו שלא אבדה אפילו שורה אחת.</p>
"""

_CHINESE = """
<p>终端里的文字排版，常常被当作“能看就行”的事。可是读一篇长文的时候，每一个断行、每一处标点都在
影响我们。本文讲讲我们如何在 80 列的终端里排好中文。</p>
<h2>一个字占两格</h2>
<p>汉字与全角标点在终端里占<strong>两格</strong>，拉丁字母占一格。如果程序用字符数而不是格数来计算
宽度，表格就会错位：</p>
<table><tr><th>文字</th><th>字符数</th><th>格数</th></tr>
<tr><td>终端</td><td>2</td><td>4</td></tr>
<tr><td>terminal</td><td>8</td><td>8</td></tr>
<tr><td>ﾀｰﾐﾅﾙ</td><td>5</td><td>5</td></tr></table>
<h2>避头尾</h2>
<p>句号、逗号不能放在行首，左引号、左括号不能留在行尾。这条规则叫做<em>避头尾</em>，排印工人用了
上百年。我们的断行函数只有二十行：</p>
<pre><code class="language-python">def may_break(before: str, after: str) -> bool:
    if after in "。，、；：？！”』）":    # 不能在行首
        return False
    return before not in "“『（"          # 不能在行尾
</code></pre>
<blockquote><p>好的排版是看不见的：读者只看见文章。</p></blockquote>
<ul><li>中文与 Latin 之间不加空格，由作者决定；</li>
<li>注音用<ruby>括号<rp>(</rp><rt>kuòhào</rt><rp>)</rp></ruby>表示；</li>
<li>标题用主题色，正文两端不对齐。</li></ul>
"""

_PICTURED = """
<p>For two years we had a camera on the roof and nobody who looked at it. Then the crane drivers
asked for the pictures, because the evening light tells them when to stop.</p>
<figure><img src="https://quayside.example/harbour.jpg" alt="Three cranes before the evening sky"
width="1200" height="800">
<figcaption>The north quay, half past four in November</figcaption></figure>
<h2>What the camera costs</h2>
<p>A picture a minute is nothing. <em>Serving</em> it was not: every reader came at the full
minute, and waited for all who had come before.</p>
<figure><img src="https://quayside.example/dots.png" alt="Dots in columns, then a flat band"
width="1200" height="640"><figcaption>A minute of requests, before and after</figcaption></figure>
<p>Each dot is a request; the higher, the longer it took. We now spread the readers over the
minute, and the columns are gone.</p>
"""

ARTICLES = (
    Blog(
        slug="halyard",
        title="Halyard Engineering",
        folder=(),
        posts=(
            Post(
                title="Eleven seconds: what fsync does not promise",
                age=timedelta(hours=2),
                author="Noor Haddad, Storage Engineer",
                category="engineering",
                html=_TECHNICAL,
            ),
        ),
    ),
    Blog(
        slug="benchwork",
        title="Benchwork",
        folder=(),
        posts=(
            Post(
                title="Three engines, four queries, one pager",
                age=timedelta(hours=4),
                author="Matti Laine",
                category="databases",
                html=_TABLES,
            ),
        ),
    ),
    Blog(
        slug="machsan",
        title="בלוג המחסן",
        folder=(),
        posts=(
            Post(
                title="שדרוג PostgreSQL בלי לעצור את השירות",
                age=timedelta(hours=6),
                author="יעל ברקת",
                category="הנדסה",
                html=_HEBREW,
            ),
        ),
    ),
    Blog(
        slug="dengta",
        title="灯塔笔记",
        folder=(),
        posts=(
            Post(
                title="在八十列里排好中文",
                age=timedelta(hours=8),
                author="林晓",
                category="排版",
                html=_CHINESE,
            ),
        ),
    ),
    Blog(
        slug="quayside",
        title="Quayside",
        folder=(),
        posts=(
            Post(
                title="A camera on the roof",
                age=timedelta(hours=9),
                author="Joseph Adeyemi",
                category="life",
                html=_PICTURED,
            ),
        ),
    ),
)
"""A blog each, with one post each."""
