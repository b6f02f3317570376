#!/bin/sh

count=$(wc -l < "$1")
if [ $count > 100 ]; then
  echo "long: $count lines"
fi

name = "report"
echo "$name"

if ["$count" -eq 0 ]; then
  echo "empty"
fi
