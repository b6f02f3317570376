<?php

declare(strict_types=1);

namespace App;

final class Router
{
    /** @var array<string, callable> */
    private array $routes = [];

    public function get(string $path, callable $handler): void
    {
        $this->routes['GET ' . $path] = $handler;
    }

    public function dispatch(string $method, string $path): string
    {
        $handler = $this->routes[$method . ' ' . $path] ?? null;
        if ($handler === null) {
            http_response_code(404);
            return 'Not found';
        }
        return (string) $handler();
    }
}

$router = new Router();
$router->get('/', static fn (): string => 'Hello');
$router->get('/time', static fn (): string => date(DATE_ATOM));
$path = parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH);
echo $router->dispatch($_SERVER['REQUEST_METHOD'] ?? 'GET', is_string($path) ? $path : '/');
