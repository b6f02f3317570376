#!/bin/bash

backup_dir=$1
today=$(date +%F)

for file in $(ls *.txt); do
  cp $file $backup_dir/$today-$file
done

echo "copied to $backup_dir"
