<?php

namespace App\Mail;

use Psr\Log\LoggerInterface;

class Outbox
{
    public function __construct(private Transport $transport, private LoggerInterface $logger)
    {
    }

    public function send(Message $message): bool
    {
        try {
            $this->transport->send($message);
            return true;
        } catch (\Exception $e) {
        }
        return false;
    }
}
