#!/bin/bash
target=$1

cd "$target"
rm -rf build/*

if [ "$count" > 3 ]; then
  echo "many"
fi

fi

name = "release"
