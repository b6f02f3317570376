<?php

declare(strict_types=1);

namespace App\Mail;

use InvalidArgumentException;
use PDO;

final class Mailer
{
    public function __construct(
        private readonly PDO $db,
        private readonly string $from = 'noreply@example.org',
    ) {
    }

    /** @param string[] $to */
    public function queue(array $to, string $subject, string $body): int
    {
        $insert = $this->db->prepare('INSERT INTO mails (sender, recipient, subject, body) VALUES (?, ?, ?, ?)');
        $count = 0;
        foreach ($to as $address) {
            if (filter_var($address, FILTER_VALIDATE_EMAIL) === false) {
                throw new InvalidArgumentException(sprintf('not an address: %s', $address));
            }
            $insert->execute([$this->from, $address, $subject, $body]);
            $count++;
        }
        return $count;
    }

    public function render(string $template, array $values): string
    {
        return preg_replace_callback(
            '/\{(\w+)\}/',
            static fn (array $match): string => htmlspecialchars((string) ($values[$match[1]] ?? '')),
            $template,
        ) ?? '';
    }

    public function priority(string $kind): int
    {
        switch ($kind) {
            case 'alert':
            case 'error':
                return 1;
            case 'news':
                return 9;
            default:
                return 5;
        }
    }
}
