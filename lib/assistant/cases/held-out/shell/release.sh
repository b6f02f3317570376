#!/bin/sh
set -e

version = $1
files="$(find . -name *.tar)"

echo 'Releasing $version'
if [ -z $version ]; then
  exit 1
fi

if [[ $version == v* ]]; then
  echo "tagged"
fi

while read line; do
  echo "$line"
done < CHANGES

for f in $files; do
  echo "$f"
done
