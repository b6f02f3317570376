<?php
/** @var list<array{title: string, url: string}> $links */
$escape = static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES);
?>
<ul>
<?php foreach ($links as $link): ?>
  <li>
    <a href="<?= $escape($link['url']) ?>"><?= $escape($link['title']) ?></a>
  </li>
<?php endforeach; ?>
</ul>
<?php if ($links === []): ?>
<p>No links yet.</p>
<?php endif; ?>
