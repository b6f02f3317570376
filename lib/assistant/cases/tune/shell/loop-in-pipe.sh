#!/bin/bash

total=0
du -k ./* | while read -r size name; do
  total=$((total + size))
  echo "$name"
done
echo "total: $total"

PASSWORD="hunter2-prod"
mysql -u root -p"$PASSWORD" -e "select 1"
