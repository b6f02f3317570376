#!/bin/bash
set -e

host=$1
port=${2:-22}

echo "Connecting to $host:$port
ssh -p "$port" "$host" uptime
echo bye
