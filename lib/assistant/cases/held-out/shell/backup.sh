#!/bin/bash
source=$1
target=/var/backups

cd $target
rm -rf $source/old/*

for file in $(ls *.log); do
  gzip "$file"
done

if [ $source == "" ]; then
  echo "no source"
fi

cat names.txt | while read name; do
  cp "$source/$name" .
  count=$((count + 1))
done
echo "copied $count files"

cp "$source/a" "$target"
echo "copied"
if [ $? -ne 0 ]; then
  exit 1
fi
